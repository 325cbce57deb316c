//! What an authority is like: its keys, its certificate, and what its tokens say.

/// The kind of all keys of an authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TsaKey {
    /// ECDSA on P-256.
    #[default]
    P256,
    /// ECDSA on P-384.
    P384,
    /// RSA of 2048 bits.
    Rsa,
}

impl TsaKey {
    fn generate(self, name: &str) -> String {
        let kind = match self {
            Self::P256 => "EC -pkeyopt ec_paramgen_curve:P-256",
            Self::P384 => "EC -pkeyopt ec_paramgen_curve:P-384",
            Self::Rsa => "RSA -pkeyopt rsa_keygen_bits:2048",
        };
        format!("genpkey -algorithm {kind} -out {name}.key")
    }
}

/// How an authority departs from the usual one. Dates are as `openssl ca -startdate` takes them,
/// `YYYYMMDDhhmmssZ`.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// Its keys.
    pub key: TsaKey,
    /// What its names end in, so that two authorities have two names.
    pub name: &'a str,
    /// Whether a certificate stands between the root and the authority.
    pub intermediate: bool,
    /// What the one between may use its key for.
    pub between_usage: &'a str,
    /// The lines of its certificate about what its key is for.
    pub usage: &'a str,
    /// The first and last second of the root's certificate.
    pub root_validity: (&'a str, &'a str),
    /// The first and last second of its own certificate.
    pub validity: (&'a str, &'a str),
    /// `sha256`, `sha384` or `sha512`.
    pub digest: &'a str,
    /// Which digest binds its certificate: `sha1` for the older kind of binding.
    pub ess_digest: &'a str,
    /// As in `accuracy = secs:1`.
    pub accuracy: &'a str,
    /// How many decimals its seconds have.
    pub decimals: u8,
    /// More lines of the section about tokens.
    pub settings: &'a str,
}

impl Profile<'_> {
    /// The extensions of a certificate that may sign time-stamps, and nothing else.
    pub const USAGE: &'static str = "basicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\n\
         extendedKeyUsage = critical,timeStamping";
}

impl Default for Profile<'_> {
    fn default() -> Self {
        Self {
            key: TsaKey::P256,
            name: "1",
            intermediate: false,
            between_usage: "keyCertSign",
            usage: Self::USAGE,
            root_validity: ("20150101000000Z", "20450101000000Z"),
            validity: ("20200101000000Z", "20400101000000Z"),
            digest: "sha256",
            ess_digest: "sha256",
            accuracy: "secs:1",
            decimals: 0,
            settings: "",
        }
    }
}

impl Profile<'_> {
    /// What openssl is asked to do, in this order.
    pub(super) fn commands(&self) -> Vec<String> {
        let Self { key, name, .. } = self;
        let mut lines = Vec::new();
        let mut issue = |subject: &str, file: &str, issuer: &str, validity: (&str, &str)| {
            lines.push(key.generate(file));
            lines.push(format!(
                "req -new -sha256 -config tsa.cnf -key {file}.key -subj /O=Test/CN={subject}-{name} \
                 -out {file}.csr"
            ));
            let by = if issuer == file {
                format!("-selfsign -keyfile {file}.key")
            } else {
                format!("-cert {issuer}.pem -keyfile {issuer}.key")
            };
            let (from, to) = validity;
            lines.push(format!(
                "ca -batch -notext -config tsa.cnf -name issuing -md sha256 {by} -in {file}.csr \
                 -out {file}.pem -extensions v3_{file} -startdate {from} -enddate {to}"
            ));
        };
        issue("Root", "ca", "ca", self.root_validity);
        if self.intermediate {
            issue("Between", "between", "ca", self.root_validity);
        }
        let issuer = if self.intermediate { "between" } else { "ca" };
        issue("TSA", "tsa", issuer, self.validity);
        lines
    }

    /// `tsa.cnf`. Every path in it is relative, so openssl runs in the folder.
    pub(super) fn config(&self) -> String {
        let Self { between_usage, usage, digest, ess_digest, .. } = self;
        let Self { accuracy, decimals, settings, .. } = self;
        format!(
            "\
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = unused
[ issuing ]
new_certs_dir = .
database = index.txt
rand_serial = yes
policy = names
email_in_dn = no
unique_subject = no
[ names ]
organizationName = supplied
commonName = supplied
[ v3_ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ v3_between ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,{between_usage}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ v3_tsa ]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{usage}
[ t1 ]
serial = tsaserial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = {accuracy}
clock_precision_digits = {decimals}
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = {ess_digest}
{settings}
"
        )
    }
}

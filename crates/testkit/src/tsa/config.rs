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
    /// The lines of its certificate about key usage and purpose.
    pub usage: &'a str,
    /// The first and last second of its certificate.
    pub validity: Option<(&'a str, &'a str)>,
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
    pub const USAGE: &'static str =
        "keyUsage = critical,digitalSignature\nextendedKeyUsage = critical,timeStamping";
}

impl Default for Profile<'_> {
    fn default() -> Self {
        Self {
            key: TsaKey::P256,
            name: "1",
            intermediate: false,
            usage: Self::USAGE,
            validity: None,
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
        let request = "req -new -sha256 -config tsa.cnf";
        let mut lines = vec![
            key.generate("ca"),
            format!(
                "{request} -x509 -key ca.key -days 3650 -subj /O=Test/CN=Root-{name} -extensions v3_ca -out ca.pem"
            ),
        ];
        let mut issue = |subject: &str, file: &str, issuer: &str, extensions: &str, more: &str| {
            lines.push(key.generate(file));
            lines.push(format!(
                "{request} -key {file}.key -subj /O=Test/CN={subject}-{name} -out {file}.csr"
            ));
            lines.push(format!(
                "ca -batch -notext -config tsa.cnf -name issuing -md sha256 \
                 -cert {issuer}.pem -keyfile {issuer}.key -in {file}.csr -out {file}.pem \
                 -extensions {extensions} {more}"
            ));
        };
        let days = "-days 1825".to_owned();
        let dates = self.validity.map(|(from, to)| format!("-startdate {from} -enddate {to}"));
        if self.intermediate {
            issue("Between", "between", "ca", "v3_ca", &days);
        }
        let issuer = if self.intermediate { "between" } else { "ca" };
        issue("TSA", "tsa", issuer, "v3_tsa", &dates.unwrap_or(days));
        lines
    }

    /// `tsa.cnf`. Every path in it is relative, so openssl runs in the folder.
    pub(super) fn config(&self) -> String {
        let Self { usage, digest, ess_digest, accuracy, decimals, settings, .. } = self;
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
[ v3_tsa ]
basicConstraints = critical,CA:FALSE
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

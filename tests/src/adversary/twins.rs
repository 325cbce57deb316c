//! Two files with one MD5: X. Wang, D. Feng, X. Lai, H. Yu, *Collisions for Hash Functions MD4, MD5, HAVAL-128
//! and RIPEMD*, 2004. Whoever relies on MD5 takes the one for the other.

/// The one that was handed in.
pub const ONE: [u8; 128] = bytes(
    b"d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89\
      55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b\
      d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0\
      e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70",
);

/// Its twin.
pub const OTHER: [u8; 128] = bytes(
    b"d131dd02c5e6eec4693d9a0698aff95c2fcab50712467eab4004583eb8fb7f89\
      55ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91dbd7280373c5b\
      d8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0\
      e99f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70",
);

const fn bytes(hex: &[u8; 256]) -> [u8; 128] {
    let mut bytes = [0; 128];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = digit(hex[2 * at]) << 4 | digit(hex[2 * at + 1]);
        at += 1;
    }
    bytes
}

const fn digit(symbol: u8) -> u8 {
    match symbol {
        b'0'..=b'9' => symbol - b'0',
        _ => symbol - b'a' + 10,
    }
}

"""A time-based one-time password (RFC 6238) with Python's standard library. Arguments: the secret in base32, the number of the
half minute."""
import base64, hashlib, hmac, struct, sys

secret, step = sys.argv[1].replace(" ", ""), int(sys.argv[2])
key = base64.b32decode(secret + "=" * (-len(secret) % 8))
mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000))

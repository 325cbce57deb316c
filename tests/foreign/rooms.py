"""Somebody in front of the rooms, with Python's standard library: forms are filled in as a browser without scripts sends them, the
second factor is worked out as RFC 6238 says. Arguments: address, authority's certificate or "-", what to do, its values."""
import base64, hashlib, hmac, http.client, http.cookiejar, os, re, signal, ssl, struct, sys, time, urllib.error, urllib.parse, urllib.request

address, authority, story, *values = sys.argv[1:]
handlers = [urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())]
if authority != "-":
    trusted = ssl.create_default_context(cafile=authority)
    trusted.minimum_version = ssl.TLSVersion.TLSv1_3
    handlers.append(urllib.request.HTTPSHandler(context=trusted))
browser = urllib.request.build_opener(*handlers)
browser.addheaders = [("Accept-Language", "en")]
PASSWORD = "seven invented words about the sea"


def ask(request):
    try:
        answer = browser.open(request, timeout=60)
    except urllib.error.HTTPError as refused:
        answer = refused
    return answer.status, urllib.parse.urlparse(answer.url).path, answer.read().decode()


def visit(path):
    return ask(address + path)


def send(page, path, **fields):
    fields["form"] = re.search(r'name="form" value="([^"]+)"', page)[1]
    body = urllib.parse.urlencode(fields).encode()
    return ask(urllib.request.Request(address + path, body, {"Origin": address, "Sec-Fetch-Site": "same-origin"}))


def digits(page, steps=0):
    secret = re.search(r'id="secret">([^<]+)<', page)[1].replace(" ", "")
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time() // 30) + steps), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000)


def expect(what, is_so):
    if not is_so:
        sys.exit("not so: " + what)


def try_sign_in(handle, code):
    return send(visit("/sign-in")[2], "/sign-in", handle=handle, password=PASSWORD, code=code, back="/")


def sign_in(handle, code):
    status, path, page = try_sign_in(handle, code)
    expect("the right code lets in", (status, path) == (200, "/"))
    status, path, _ = visit("/step-up")
    expect("the session goes on", (status, path) == (200, "/step-up"))
    status, path, _ = send(page, "/sign-out")
    expect("it ends", path == "/sign-in" and visit("/step-up")[1] == "/sign-in")


def files_form(page, mark, paths):
    """A form with files as a browser sends it: its kind and its bytes."""
    token = re.search(r'name="form" value="([^"]+)"', page)[1]
    body = b""
    for name, value in (("form", token), ("mark", mark)):
        body += ('--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name, value)).encode()
    for path in paths:
        head = '--b\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n' % os.path.basename(path)
        body += head.encode() + open(path, "rb").read() + b"\r\n"
    return {"Content-Type": "multipart/form-data; boundary=b", "Origin": address}, body + b"--b--\r\n"


def upload(page, path, mark, *paths):
    headers, body = files_form(page, mark, paths)
    status, _, said = ask(urllib.request.Request(address + path, body, headers))
    expect("the files are taken in: %s %s" % (status, said), status == 200)
    for sent in paths:
        digest = hashlib.sha256(open(sent, "rb").read()).hexdigest()
        expect("the page tells the digest of what was sent", digest in said)
    return said


def sign_in_at_desk(handle, secret_page):
    status, path, _ = try_sign_in(handle, digits(secret_page, 1))
    expect("the right code lets in", (status, path) == (200, "/"))


if story == "found":
    (code,) = values
    wish = dict(origin="x.example/y", name="Nour", handle="nour", password=PASSWORD, again=PASSWORD)
    status, _, _ = send(visit("/")[2], "/set-up", code="wrong", **wish)
    expect("nothing is made without the code", status == 401)
    status, _, page = send(visit("/")[2], "/set-up", code=code, **wish)
    expect("a second factor is offered", status == 200 and "<svg" in page)
    status, _, _ = send(page, "/set-up/confirm", code=code, factor=digits(page))
    expect("the archive is made", status == 200)
    # Codes of the moment at which the accounts were opened count for nobody, so the next one is shown.
    next_code = digits(page, 1)
    status, path, _ = try_sign_in("nour", "000000")
    expect("a wrong code is refused", (status, path) == (401, "/sign-in"))
    sign_in("nour", next_code)
    expect("a code counts once", try_sign_in("nour", next_code)[0] == 401)
elif story == "invited":
    handle, code = values
    status, _, _ = send(visit("/invitation")[2], "/invitation", handle=handle, code="wrong")
    expect("no factor without the code", status == 401)
    status, _, page = send(visit("/invitation")[2], "/invitation", handle=handle, code=code)
    expect("a second factor is offered", status == 200 and "<svg" in page)
    chosen = dict(handle=handle, code=code, password=PASSWORD, again=PASSWORD)
    status, _, _ = send(page, "/invitation/confirm", digits=digits(page), **chosen)
    expect("the account is taken over", status == 200)
    status, _, _ = send(visit("/invitation")[2], "/invitation", handle=handle, code=code)
    expect("the code counts once", status == 401)
    # This is the fifth try within a minute, and a sixth is refused.
    sign_in(handle, digits(page, 1))
    expect("too many tries are refused", try_sign_in(handle, "000000")[0] == 429)
elif story == "cut-off":
    handle, code, server, kept, one, two = values
    status, _, page = send(visit("/invitation")[2], "/invitation", handle=handle, code=code)
    expect("a second factor is offered", status == 200)
    open(kept, "w").write(page)
    chosen = dict(handle=handle, code=code, password=PASSWORD, again=PASSWORD)
    status, _, _ = send(page, "/invitation/confirm", digits=digits(page), **chosen)
    expect("the account is taken over", status == 200)
    sign_in_at_desk(handle, page)
    status, path, page = send(visit("/desk/new")[2], "/desk/new", title="Invented", access="confidential")
    expect("an accession begins", status == 200 and path.startswith("/desk/accession/"))
    expect("the first file is new", "was secured before" not in upload(page, path + "/files", "12/A", one))
    open(kept, "a").write("\n<!-- accession=%s -->" % path)
    headers, body = files_form(page, "12/A", [two])
    headers["Cookie"] = "; ".join("%s=%s" % (c.name, c.value) for c in handlers[0].cookiejar)
    headers["Content-Length"] = str(len(body))
    line = http.client.HTTPConnection(urllib.parse.urlparse(address).netloc, timeout=60)
    line.putrequest("POST", path + "/files")
    for name, value in headers.items():
        line.putheader(name, value)
    line.endheaders(body[:len(body) // 2])
    time.sleep(1)
    os.kill(int(server), signal.SIGKILL)
elif story == "go-on":
    handle, kept, one, two = values
    kept = open(kept).read()
    sign_in_at_desk(handle, kept)
    path = re.search(r"accession=(\S+)", kept)[1]
    page = visit(path)[2]
    said = upload(page, path + "/files", "12/A", one, two)
    expect("one was held, the other is new", said.count("was secured before") == 1)
    status, path, page = send(page, path + "/close")
    expect("the accession is closed", status == 200 and path.endswith("/receipt") and "12/A" in page)

// Sends files one by one and shows how far each is. Without this script the form sends them all at once. A file that the
// page calls secured is durable and in the ledger; who was cut off sends the same files again.
"use strict";
for (const form of document.querySelectorAll("form[data-files]")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".sent");
  const zone = form.querySelector(".drop");
  const words = form.dataset;

  const row = (file) => {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    said.textContent = words.waiting;
    line.append(name, " ", bar, " ", said);
    list.append(line);
    return { line, bar, said };
  };

  const send = (file, shown) => new Promise((done) => {
    // Text before files, as the server reads them.
    const body = new FormData();
    for (const field of form.querySelectorAll("input:not([type=file]), textarea")) body.append(field.name, field.value);
    body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("x-sijill-form", form.querySelector("input[name=form]").value);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      shown.bar.value = event.total ? event.loaded / event.total : 0;
      shown.said.textContent = event.loaded === event.total ? words.securing : words.sending;
    };
    request.onloadend = () => {
      const answer = request.status === 200 && request.response ? request.response.files[0] : null;
      shown.bar.remove();
      if (answer) {
        const digest = document.createElement("bdi");
        digest.className = "id";
        digest.dir = "ltr";
        digest.textContent = answer.sha256;
        shown.line.className = "good";
        shown.said.textContent = (answer.before ? words.before : words.secured) + " · " + answer.at + " ";
        shown.line.append(digest);
      } else {
        shown.line.className = "bad";
        shown.said.textContent = request.status === 401 || request.status === 403 ? words.signedOut
          : request.status === 422 ? words.refused : words.failed;
      }
      done(Boolean(answer));
    };
    request.send(body);
  });

  const sendAll = async (files) => {
    const waiting = files.map((file) => [file, row(file)]);
    const button = form.querySelector("button");
    button.disabled = true;
    for (const [file, shown] of waiting) {
      if (!(await send(file, shown))) break;
    }
    button.disabled = false;
    input.value = "";
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...input.files]);
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && form.reportValidity !== undefined) {
      input.required = false;
      if (form.reportValidity()) sendAll(input.multiple ? files : files.slice(0, 1));
      input.required = true;
    }
  });
}

// Says that a file is too big before it is sent, which may take minutes. The server says the same afterwards.
"use strict";
{
  const file = document.getElementById("file");
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const isTooBig = chosen !== undefined && chosen.size > Number(file.dataset.limit);
    file.setCustomValidity(isTooBig ? file.dataset.tooBig : "");
    if (isTooBig) file.reportValidity();
  });
}

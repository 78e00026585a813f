// The field for files: says how many were chosen and how large they are, and shows that something hovers over it.

for (const field of document.querySelectorAll("[data-drop]")) {
  const words = field.closest(".field").querySelector("[data-dropped]");
  const tell = () => {
    const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
    const shown = size < 1048576 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;
    words.textContent = field.files.length
      ? words.dataset.words.replace("{n}", String(field.files.length)).replace("{size}", shown)
      : "";
  };
  field.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) field.addEventListener(name, () => field.classList.add("is-over"));
  for (const name of ["dragleave", "drop"]) field.addEventListener(name, () => field.classList.remove("is-over"));
  tell();
}

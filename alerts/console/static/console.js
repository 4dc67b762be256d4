// Marks all leads of a list at once. All else works without scripts.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) {
    for (const box of event.target.form.querySelectorAll("input[name=lead]")) box.checked = event.target.checked;
  }
});

// The intake form: of the rules on the day of receipt, the one of the chosen channel stands out.

const select = document.getElementById("id_channel");
const rules = [...document.querySelectorAll("[data-channel]")];
const show = () => rules.forEach((rule) => { rule.hidden = rule.dataset.channel !== select.value; });
if (select && rules.length) {
  select.addEventListener("change", show);
  show();
}

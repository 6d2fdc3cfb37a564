/* A country has its own form of address: choosing another one asks for the page anew, with everything typed kept.
   Without script a button beside the list does the same. */

document.querySelector("[data-resubmits] select")?.addEventListener("change", (event) => {
  const button = event.target.closest("[data-resubmits]").querySelector("button");
  event.target.form.requestSubmit(button);
});

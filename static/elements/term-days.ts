/** Whoever chooses another term is proposed its days; a day that somebody has set themselves stays. `data-days` of a term has them by field. */
export function watchTerms(): void {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.matches("[data-term-days]")) follow(target);
  });
}

function follow(terms: HTMLSelectElement): void {
  const days = JSON.parse(terms.selectedOptions[0]?.dataset["days"] ?? "{}") as Record<string, string>;
  for (const [name, day] of Object.entries(days)) {
    const field = terms.form?.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement) || field.value !== field.defaultValue) continue;
    field.defaultValue = day;
    field.value = day;
  }
}

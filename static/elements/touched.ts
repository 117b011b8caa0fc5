/** The fields of a part of the page that are no longer as they came: what somebody has typed or chosen and not sent. */
export function touched(part: ParentNode): Element[] {
  return [...part.querySelectorAll("input, textarea, select")].filter(isTouched);
}

/** The words among them, to be copied where they can no longer be sent; never a password. */
export function wordsTyped(part: ParentNode): string {
  const words = touched(part).map((field) => {
    if (field instanceof HTMLTextAreaElement) return field.value;
    return field instanceof HTMLInputElement && ["text", "search", "email", "tel", "url"].includes(field.type) ? field.value : "";
  });
  return words.filter(Boolean).join("\n");
}

function isTouched(field: Element): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) return field.selectedIndex !== indexAtFirst(field);
  if (!(field instanceof HTMLInputElement)) return false;
  switch (field.type) {
    case "hidden": return false;
    case "checkbox":
    case "radio": return field.checked !== field.defaultChecked;
    case "file": return (field.files?.length ?? 0) > 0;
    default: return field.value !== field.defaultValue;
  }
}

/** Which option a list shows before anybody has chosen: the one that is marked, else the first. */
function indexAtFirst(list: HTMLSelectElement): number {
  return Math.max(0, [...list.options].findLastIndex((option) => option.defaultSelected));
}

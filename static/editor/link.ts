import { Mark, mergeAttributes } from "@tiptap/core";

const LONGEST = 2000;

/** The address as it may stand in a text: the web or a mailbox, nothing else, and nothing that cannot be seen in it. */
export function webAddress(typed: string | null): string | undefined {
  const address = (typed ?? "").trim();
  if (!/^(https?:\/\/|mailto:)[^\s\p{C}\p{Z}]+$/iu.test(address)) return undefined;
  return address.length > LONGEST ? undefined : address.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
}

/** What a person means who types an address by hand: `skolan.se`, `anna@skolan.se`. */
export function meantAddress(typed: string): string | undefined {
  const address = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d/.test(address)) return webAddress(address);
  if (/^[^\s@/]+@[^\s@/]+$/.test(address)) return webAddress(`mailto:${address}`);
  return /^[^\s/]+\.[^\s/]+/.test(address) ? webAddress(`https://${address}`) : undefined;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    link: {
      setLink: (href: string) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

/** A link carries its address and nothing else; one of another scheme is only words. */
export const Link = Mark.create({
  name: "link",
  inclusive: false,

  addAttributes() {
    return { href: { default: null } };
  },

  parseHTML() {
    return [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const href = webAddress(element.getAttribute("href"));
          return href === undefined ? false : { href };
        },
      },
    ];
  },

  renderHTML({ HTMLAttributes }) {
    const { href } = HTMLAttributes as { href: string | null };
    const safe = webAddress(href);
    return ["a", mergeAttributes({ rel: "noopener noreferrer", target: "_blank" }, safe === undefined ? {} : { href: safe }), 0];
  },

  addCommands() {
    return {
      setLink: (href) => ({ commands }) => {
        const safe = webAddress(href);
        return safe !== undefined && commands.setMark(this.name, { href: safe });
      },
      unsetLink: () => ({ commands }) => commands.unsetMark(this.name, { extendEmptyMarkRange: true }),
    };
  },
});

/** How many tags are inherited now, as far as it is known. */
export const InheritedCount = () => <>Inherited tags stay; nothing follows them any more.</>;

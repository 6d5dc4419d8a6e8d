/**
 * The form in which equal amounts are equal texts, or the text itself where it is no amount: what that means is for the
 * service to say.
 *
 * @param {string} text
 */
export function canonicalAmount(text) {
  const parts = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  return parts ? parts[1].replace(/^0+(?=\d)/, "") + "." + (parts[2] ?? "").padEnd(2, "0") : text.trim();
}

/**
 * Whether two orders ask for the same.
 *
 * @param {{prodCode: string, amount: string}} one
 * @param {{prodCode: string, amount: string}} other
 */
export function sameContent(one, other) {
  return one.prodCode === other.prodCode && canonicalAmount(one.amount) === canonicalAmount(other.amount);
}

/** What can name an account. Published events mask the digits of theirs with stars. */
export const accountForm = /^[0-9A-Za-z_*-]{1,64}$/;

/** True for a text that can name an account: 1 to 64 letters, digits, `_`, `-` or `*`. */
export const isAccountId = (text: string): boolean => accountForm.test(text);

/** The account of calls that name none. */
export const defaultAccountId = '1000000000000001';

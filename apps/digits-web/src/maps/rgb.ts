/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colors below, at and above 0. */
export type Signed = { readonly below: Rgb; readonly zero: Rgb; readonly above: Rgb };

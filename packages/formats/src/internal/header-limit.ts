/** The header of a safetensors file has at most so many bytes: the limit of the reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000;

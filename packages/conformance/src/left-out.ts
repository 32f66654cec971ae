/** What of tfjs-core's operations is not in the table, and why. */
export const leftOut: Readonly<Record<string, readonly string[]>> = {
  'makes tensors of numbers': ['eye', 'range', 'signal.hammingWindow', 'signal.hannWindow'],
  'draws random numbers': [
    'multinomial',
    'rand',
    'randomGamma',
    'randomNormal',
    'randomStandardNormal',
    'randomUniform',
    'randomUniformInt',
    'truncatedNormal',
  ],
  'is about text': [
    'string.staticRegexReplace',
    'string.stringNGrams',
    'string.stringSplit',
    'string.stringToHashBucketFast',
  ],
};

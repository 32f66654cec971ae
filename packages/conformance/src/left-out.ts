/** The operations of tfjs-core that are not in the table, by the reason. */
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

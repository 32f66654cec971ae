import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';

// What jasmine's own runner would set before it loads a test: describe, it, expect and the like.
const jasmine = jasmineRequire.core(jasmineRequire);
export const environment = jasmine.getEnv({ suppressLoadErrors: true });
Object.assign(globalThis, { jasmine }, jasmineRequire.interface(jasmine, environment));
environment.configure({ random: false });

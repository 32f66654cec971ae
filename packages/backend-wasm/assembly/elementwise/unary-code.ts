/**
 * The elementwise functions of one tensor, by their names in tfjs's registry. Up to `Round` they are a few instructions
 * each; from `Exp` on they take a polynomial, from `Sin` on several.
 */
export const enum UnaryCode {
  Relu, LeakyRelu, Sqrt, Rsqrt, Square, Neg, Abs, Step, Reciprocal, ClipByValue, Sign, Floor, Ceil, Round,
  Exp, Log, Softplus, Log1p, Erf, Expm1, Sigmoid, Tanh, Elu, Selu,
  Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Asinh, Acosh, Atanh,
}

import type { Architecture, BlockShape } from '@neurite/pets-model/architecture';

/** Shapes of tensors by PyTorch's names. */
export type TorchShapes = ReadonlyMap<string, readonly number[]>;

const BLOCK = /^layer(\d+)\.(\d+)\.(?:(conv|bn)(\d+)|downsample\.([01]))\.(\w+)$/;
const STEM = /^(conv1|bn1)\.(\w+)$/;
const PARTS: Readonly<Record<string, string>> = {
  weight: 'scale',
  bias: 'offset',
  running_mean: 'runningMean',
  running_var: 'runningVariance',
};
const BACKBONE = 'layers.backbone.layers';

/**
 * The path in a network of this program of what torchvision's ResNet calls so.
 *
 * @returns undefined where the network has nothing like it: the last layer, and counts of batches
 */
export function pathOf(name: string): string | undefined {
  const stem = STEM.exec(name);
  if (stem !== null) return join(`${BACKBONE}.${stem[1]}`, stem[1]!.startsWith('conv'), stem[2]!);
  const found = BLOCK.exec(name);
  if (found === null) return undefined;
  const [, stage, block, kind, index, around, part] = found;
  const sides = `${BACKBONE}.layer${stage}.layers.block${block}.layers.sides.branches`;
  return around === undefined
    ? join(`${sides}.main.layers.${kind}${index}`, kind === 'conv', part!)
    : join(`${sides}.downsample.layers.${around === '0' ? 'conv' : 'bn'}`, around === '0', part!);
}

function join(layer: string, isConvolution: boolean, part: string): string | undefined {
  const own = isConvolution ? (part === 'weight' ? 'kernel' : undefined) : PARTS[part];
  return own === undefined ? undefined : `${layer}.${own}`;
}

/**
 * What a residual network looks like, by its weights: blocks of two convolutions (ResNet-18 and 34) or of three (50 and
 * more). A stem of 7 × 7 is followed by max pooling, as in torchvision; another one is not, as in this program.
 *
 * @returns undefined where these are not the weights of a residual network
 */
export function architectureOf(shapes: TorchShapes): Architecture | undefined {
  const stem = shapes.get('conv1.weight');
  const stages: BlockShape[][] = [];
  for (let stage = 1; shapes.has(`layer${stage}.0.conv1.weight`); stage++) {
    const blocks: BlockShape[] = [];
    for (let block = 0; shapes.has(`layer${stage}.${block}.conv1.weight`); block++) {
      blocks.push(blockOf(shapes, `layer${stage}.${block}`, stage > 1 && block === 0));
    }
    stages.push(blocks);
  }
  if (stem?.length !== 4 || stages.length === 0) return undefined;
  const kernelSize = stem[3]!;
  return { stem: { filters: stem[0]!, kernelSize, pooled: kernelSize === 7 }, stages };
}

function blockOf(shapes: TorchShapes, name: string, halves: boolean): BlockShape {
  const convolutions = [];
  for (let i = 1; shapes.has(`${name}.conv${i}.weight`); i++) {
    const [filters = 0, , , kernelSize = 0] = shapes.get(`${name}.conv${i}.weight`)!;
    convolutions.push({ filters, kernelSize });
  }
  return {
    convolutions,
    // The first one of 3 × 3: of three, that in the middle.
    halving: halves ? convolutions.findIndex(({ kernelSize }) => kernelSize > 1) : undefined,
    projected: shapes.has(`${name}.downsample.0.weight`),
  };
}

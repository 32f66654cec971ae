import { bindingCode, type Files } from './fake-project.js';

/** The folder of a TensorFlow that pip has installed below `lib`. */
export const FAKE_TENSORFLOW: Files = {
  'lib/tensorflow/libtensorflow_cc.so.2': '',
  'lib/tensorflow/libtensorflow_framework.so.2': '',
  'lib/tensorflow/include/tensorflow/c/c_api.h': '',
  'lib/tensorflow/python/platform/build_info.py':
    "build_info = OrderedDict([('cuda_version', '12.5.1'), ('cudnn_version', '9')])",
  'lib/tensorflow_cpu-2.98.0.dist-info/METADATA': '',
};

/** A Python that finds the TensorFlow beside it, makes environments like itself, and has a pip that installs it there. */
export const FAKE_PYTHON: Files = {
  'bin/python3': `#!/bin/sh
lib="$(cd "$(dirname "$0")/.." && pwd)/lib"
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" && cp "$0" "$3/bin/python" ;;
  "-m pip "*)
    mkdir -p "$lib/tensorflow/include/tensorflow/c" "$lib/tensorflow_cpu-2.97.0.dist-info"
    touch "$lib/tensorflow/libtensorflow_cc.so.2" "$lib/tensorflow/libtensorflow_framework.so.2"
    touch "$lib/tensorflow/include/tensorflow/c/c_api.h" ;;
  *version_info*) echo python3.11 ;;
  *) if [ -d "$lib/tensorflow" ]; then echo "$lib/tensorflow"; else echo; fi ;;
esac
`,
};

/** A compiler that writes a binding in place of a library: a folder of that name, which Node loads as a module. */
export function fakeCompiler(code: string = bindingCode(false)): Files {
  return {
    'bin/g++': `#!/bin/sh
while [ "$1" != "-o" ]; do shift; done
mkdir "$2" && cat > "$2/index.js" <<'END'
${code}
END
`,
  };
}

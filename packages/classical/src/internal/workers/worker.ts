// The script of the package's own threads.
import { serve } from './serve.js';

serve(undefined);

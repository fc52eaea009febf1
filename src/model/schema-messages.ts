import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

// Without a locale, `zod/mini` says no more than "Invalid input".
z.config(english());

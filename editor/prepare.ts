import { z } from 'zod';

// Imported first of all. The page's content security policy forbids building code from text, which zod would try.
z.config({ jitless: true });

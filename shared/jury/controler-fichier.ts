export const controlerFichier = (_p: unknown, _m: unknown): Promise<void> => Promise.reject(new Error('not yet'));

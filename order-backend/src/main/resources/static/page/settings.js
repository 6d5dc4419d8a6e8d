import { plainFetch } from "./api.js";

/** What the page goes by where the service does not say: all in milliseconds. */
const DEFAULTS = { sendTimeout: 10_000, patience: 30_000, readTimeout: 8_000 };

/** How patient the page is. @returns {Promise<typeof DEFAULTS>} */
export async function loadSettings() {
  try {
    const response = await plainFetch("/page/settings.json", { signal: AbortSignal.timeout(DEFAULTS.readTimeout) });
    return response.ok ? { ...DEFAULTS, ...(await response.json()) } : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

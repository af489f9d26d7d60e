import { readFileSync } from 'node:fs';

/**
 * The most memory that this process ever had, in megabytes. Of Linux itself: `process.resourceUsage().maxRSS` begins
 * at the peak of whoever started the process.
 */
export function megaoctetsAuPlus(): number {
  const ko = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(ko) / 1024;
}

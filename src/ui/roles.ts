import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Layers from '@lucide/svelte/icons/layers';
import ScanLine from '@lucide/svelte/icons/scan-line';
import Trophy from '@lucide/svelte/icons/trophy';

/** The five roles, in the order of a challenge. */
export const ROLES = [
  { id: 'contribute', icon: ScanLine },
  { id: 'curate', icon: Layers },
  { id: 'compete', icon: Trophy },
  { id: 'organise', icon: ClipboardList },
  { id: 'learn', icon: GraduationCap },
] as const;

export type RoleId = (typeof ROLES)[number]['id'];

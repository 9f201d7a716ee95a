import type { viewer as en } from '../en/viewer.ts';

export const viewer = {
  window: (center, width) => `Niveau ${center}, largeur ${width}`,
  windowLabel: 'Fenêtrage',
  automatic: 'Automatique',
  preset: {
    'soft-tissue': 'Parties molles',
    bone: 'Os',
    lung: 'Poumon',
    brain: 'Cerveau',
    mediastinum: 'Médiastin',
    'full-range': 'Toute l’étendue',
  },
  invert: 'Inverser',
  reset: 'Rétablir',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  keys: 'Visionneuse',
} satisfies typeof en;

export const viewer = {
  window: (center: string, width: string) => `Level ${center}, width ${width}`,
  windowLabel: 'Window',
  automatic: 'Automatic',
  preset: {
    'soft-tissue': 'Soft tissue',
    bone: 'Bone',
    lung: 'Lung',
    brain: 'Brain',
    mediastinum: 'Mediastinum',
    'full-range': 'Full range',
  },
  invert: 'Invert',
  reset: 'Reset',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  keys: 'Viewer',
};

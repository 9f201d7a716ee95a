let context: AudioContext | undefined;

/** Soft tones, each a third of a second long. Browsers allow sound only after the user asked for it. */
export function chime(tones: number): void {
  context ??= new AudioContext();
  for (let tone = 0; tone < tones; tone++) {
    const start = context.currentTime + tone * 0.5;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = 660;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.4);
  }
}

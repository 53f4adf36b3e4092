/**
 * Reads text aloud with a Chinese voice that is on the device: voices from the network would send the text to a third party.
 * @returns whether there is such a voice
 */
export function speak(text: string, onEnd: () => void): boolean {
  if (!('speechSynthesis' in window)) return false;
  const voice = speechSynthesis
    .getVoices()
    .find(({ lang, localService }) => localService && /^(?:zh|cmn)/iu.test(lang));
  if (voice === undefined) return false;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = 0.9;
  utterance.addEventListener('end', onEnd);
  utterance.addEventListener('error', onEnd);
  speechSynthesis.cancel();
  speechSynthesis.speak(utterance);
  return true;
}

export function stopSpeaking(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}

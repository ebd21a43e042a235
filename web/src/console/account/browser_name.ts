// What a User-Agent says in two words: "Chrome · Windows". Every browser also calls itself by older names, so the first
// that fits counts. Empty: none of them.
const browsers: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]
const first_of = (list: [RegExp, string][], said: string) => list.find(([sign]) => sign.test(said))?.[1]

export const browser_name = (said: string) =>
  [first_of(browsers, said), first_of(systems, said)].filter(Boolean).join(' · ')

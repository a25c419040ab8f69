import { checkNode, checkPython, findPython } from '../../binder/setup/needs.mjs';
import { venvTrouble } from '../../binder/setup/venv.mjs';

test.each(['20.19.0', '20.20.2', '22.12.0', '22.20.0'])('Node %s is taken', version => {
  expect(() => checkNode(version)).not.toThrow();
});

test.each(['18.20.0', '20.18.9', '21.7.3', '22.11.0', '23.0.0', '24.4.1'])(
  'Node %s is refused in one line that says what to do',
  version => {
    expect(() => checkNode(version)).toThrow(`Node ${version} was found; >=20.19 <23 is needed`);
    expect(() => checkNode(version)).toThrow(/Install Node 22[^\n]*$/);
  }
);

test('Python: the first one new enough is taken, PYTHON is listened to', () => {
  const machine: Record<string, number[] | null> = { python3: [3, 9], python: [3, 12], mine: [3, 10] };
  const ask = (name: string) => machine[name] ?? null;
  expect(findPython(ask, undefined)).toEqual({ command: 'python', version: [3, 12] });
  expect(findPython(ask, 'mine')).toEqual({ command: 'mine', version: [3, 10] });
});

test('Python: too old and absent each have their message', () => {
  expect(() => checkPython([3, 9], 'python3')).toThrow('python3 is Python 3.9; 3.10 or newer is needed');
  expect(() => findPython(() => [2, 7], undefined)).toThrow('Python 2.7');
  expect(() => findPython(() => null, undefined)).toThrow(/No Python was found \(tried python3, python\)/);
});

test('a Python without venv: the package that Debian has it in is named', () => {
  const said =
    'The virtual environment was not created successfully because ensurepip is not\navailable. apt install python3.11-venv';
  expect(venvTrouble('python3', [3, 11], said).message).toContain(
    'apt-get install python3-venv (or python3.11-venv)'
  );
  expect(venvTrouble('python3', [3, 11], 'No space left on device').message).not.toContain('apt-get');
});

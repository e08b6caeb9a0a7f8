"""Signs through ``ssh-keygen -Y sign``: keys in the SSH agent, smart cards and security keys.

guard never sees such a key. What the person must do (a PIN, a touch) ssh-keygen asks for itself.
"""

import shutil
import subprocess
from pathlib import Path

from guard.errors import Fault, GuardError, Place
from guard.record import sshkey, sshsig
from guard.record.keys import read_text
from guard.record.sealed import Signer


def signer(path: Path) -> Signer:
    """Who can sign, through the agent, for the public key in the .pub file at ``path``."""
    public = sshkey.from_line(read_text(path))

    def sign(message: bytes, namespace: str) -> bytes:
        blob = sshsig.unwrap(_ask(path, message, namespace))
        if sshsig.verify(blob, message, namespace) != public:
            what = "ssh-keygen signed with another key"
            raise GuardError(Fault(what, "give the .pub file of the key in the agent"))
        return blob

    return Signer(public, sign)


def _ask(path: Path, message: bytes, namespace: str) -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        remedy = "install OpenSSH, or give the private key file instead of the .pub file"
        raise GuardError(Fault("ssh-keygen is not installed", remedy))
    command = [program, "-Y", "sign", "-f", str(path), "-n", namespace]
    # No shell; the namespace is ours. Its messages go to the person: it may ask for a touch.
    done = subprocess.run(command, input=message, stdout=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        remedy = "look at what ssh-keygen said above; is the key in the agent (ssh-add -l)?"
        raise GuardError(Fault("ssh-keygen did not sign", remedy, Place(str(path))))
    return done.stdout.decode(errors="replace")

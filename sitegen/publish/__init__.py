"""Old or new, never between: the tree is staged beside the output, verified, flushed and exchanged in one step.

``with locked(output), Stage(output) as stage:`` is the only way in. Whatever fails before the exchange, a kill, a full disk,
a faulty page, leaves the output as it was; whatever fails after it leaves the new tree.

Beside ``output`` stand ``.output.lock``, ``.output.stage`` while a build runs, ``.output.old`` between the two renames of a
system that cannot exchange, and ``.output.spare``: the former tree, which the next build turns into the next one by changing
only what differs. Making 3,000 folders and deleting 3,000 others for one edited page took 0.7 to 2.8 s where changing the spare
takes 0.15 (ext4 is slow to make files soon after it deleted many). Nothing in a spare is believed: a file counts as kept only
if it is the very file, by inode, that the output holds. Deleting the spare is always safe.
"""

from sitegen.publish.lock import locked
from sitegen.publish.reasons import Busy, CannotPublish
from sitegen.publish.refuse import refuse_unsafe
from sitegen.publish.stage import Stage

__all__ = ["Busy", "CannotPublish", "Stage", "locked", "refuse_unsafe"]

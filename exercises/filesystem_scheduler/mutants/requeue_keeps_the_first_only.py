"""Of a merged command that is refused, one request is queued again.

Killed by: nothing-is-lost-in-races
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    op: str
    block: int
    count: int
    tags: tuple


class UnknownTag(Exception):
    pass


class TagStateError(Exception):
    pass


class Request:
    def __init__(self, tag, op, block, count, epoch, deadline):
        self.tag = tag
        self.op = op
        self.block = block
        self.count = count
        self.end = block + count
        self.epoch = epoch
        self.deadline = deadline
        self.flying = False
        self.passed = 0
        self.finished = False
        self.waits = []


class FilesystemScheduler:
    def __init__(self, blocks, max_blocks, read_expire, write_expire, batch):
        if blocks < 1 or max_blocks < 1 or read_expire < 1 or write_expire < 1 or batch < 1:
            raise ValueError("all parameters must be positive")
        self.blocks = blocks
        self.max_blocks = max_blocks
        self.read_expire = read_expire
        self.write_expire = write_expire
        self.batch = batch
        self.clock = 0
        self.epoch = 0
        self.requests = {}
        self.commands = {}
        self.writes_in_a_row = 0

    def submit(self, now, tag, op, block, count):
        self.check_time(now)
        if op not in ("read", "write"):
            raise ValueError("op")
        if count < 1 or count > self.max_blocks:
            raise ValueError("count")
        if block < 0 or block + count > self.blocks:
            raise ValueError("block")
        if tag in self.requests:
            raise TagStateError(tag)
        self.clock = now
        expire = self.read_expire if op == "read" else self.write_expire
        r = Request(tag, op, block, count, self.epoch, now + expire)
        r.waits = [e for e in self.requests.values() if self.must_wait(r, e)]
        self.requests[tag] = r

    def barrier(self, now):
        self.check_time(now)
        self.clock = now
        self.epoch += 1

    def cancel(self, now, tag):
        self.check_time(now)
        if tag not in self.requests:
            raise UnknownTag(tag)
        self.clock = now
        if self.requests[tag].flying:
            return False
        self.requests.pop(tag).finished = True
        return True

    def dispatch(self, now, head):
        self.check_time(now)
        if head < 0 or head > self.blocks:
            raise ValueError("head")
        self.clock = now
        ready = self.ready_requests()
        if not ready:
            return None
        first = self.choose(now, head, ready)
        members = self.merge(first, ready)
        self.count_command(now, members, ready)
        block = min(r.block for r in members)
        end = max(r.end for r in members)
        command = Command(first.op, block, end - block, tuple(r.tag for r in members))
        for r in members:
            r.flying = True
            r.passed = 0
        self.commands[command.tags] = members
        return command

    def complete(self, now, tags):
        self.check_time(now)
        tags = tuple(tags)
        if tags not in self.commands:
            raise TagStateError(tags)
        self.clock = now
        del self.commands[tags]
        for tag in tags:
            self.requests.pop(tag).finished = True

    def requeue(self, now, tags):
        self.check_time(now)
        tags = tuple(tags)
        if tags not in self.commands:
            raise TagStateError(tags)
        self.clock = now
        self.commands.pop(tags)
        self.requests[tags[0]].flying = False

    def pending(self):
        flying = sum(1 for r in self.requests.values() if r.flying)
        return len(self.requests) - flying, flying

    def check_time(self, now):
        if now < self.clock:
            raise ValueError("now")

    def ready_requests(self):
        ready = []
        for r in self.requests.values():
            if not r.flying and all(e.finished for e in r.waits):
                ready.append(r)
        return ready

    def must_wait(self, r, earlier):
        if earlier.epoch < r.epoch:
            return True
        overlap = r.block < earlier.end and earlier.block < r.end
        return overlap and (r.op == "write" or earlier.op == "write")

    def choose(self, now, head, ready):
        overdue = [r for r in ready if now >= r.deadline]
        if any(r.passed >= self.batch for r in overdue):
            return min(overdue, key=lambda r: r.deadline)
        reads = [r for r in ready if r.op == "read"]
        writes = [r for r in ready if r.op == "write"]
        if reads and (not writes or self.writes_in_a_row >= self.batch or not overdue):
            return self.next_above(head, reads)
        if overdue:
            return min(overdue, key=lambda r: r.deadline)
        return self.next_above(head, writes)

    def next_above(self, head, requests):
        above = [r for r in requests if r.block >= head]
        return min(above or requests, key=lambda r: r.block)

    def merge(self, first, ready):
        members = [first]
        block, end = first.block, first.end
        found = True
        while found:
            found = False
            for r in ready:
                if r in members or r.op != first.op:
                    continue
                if r.block > end or r.end < block:
                    continue
                if max(end, r.end) - min(block, r.block) > self.max_blocks:
                    continue
                members.append(r)
                block, end = min(block, r.block), max(end, r.end)
                found = True
        return members

    def count_command(self, now, members, ready):
        first_deadline = min(r.deadline for r in members)
        for r in ready:
            if now >= r.deadline and r.deadline < first_deadline:
                r.passed += 1
        if members[0].op == "read" or not any(r.op == "read" for r in ready):
            self.writes_in_a_row = 0
        elif now < first_deadline:
            self.writes_in_a_row += 1

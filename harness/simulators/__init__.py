"""Worlds that the judge owns: threads that meet in shared words, and every order of their steps.

A concurrent solution is judged by what it does under schedules that the judge chooses. Its threads
are generators: they yield operations, and nothing happens between two of them. The words lie here,
so a schedule can be repeated exactly, and a failure is a table that a student can follow by hand.

How the parts fit together::

    shared_words        Operation(Kind.COMPARE_AND_SWAP, 0, 0, 1); perform(words, operation, mask)
    local_histories     what a thread does next, by the results it got; asked once, then kept
    threads             ThreadWorld: State, moves(state), step(state, move), fault(state); futex rules
    exploration         explore(world, bounds): every schedule, fewest preemptions first
    schedules           choosers: listed picks, uniform, PCT, exact replay
    walk                walk(world, chooser, most_steps): one schedule; states_of: replay
    trace_table         trace_table(world, moves): thread by column, step by row
    generator_threads   threads in this process, for tests
    faults              Fault(aspect, text)

A first world, with a lock that forgets to announce that it sleeps::

    def section():
        while (yield Operation(Kind.COMPARE_AND_SWAP, 0, 0, 1)) != 0:
            yield Operation(Kind.FUTEX_WAIT, 0, 1)
        yield "inside", Operation(Kind.STORE, 0, 0)

    world = ThreadWorld(histories_of([section, section]), words=[0], word_bits=32)
    found = explore(world, Bounds())
    found.fault           # Fault(aspect='deadlock', text='nobody can run: thread 1 sleeps in ...')
    found.moves           # (0, 1, 1, 0)
    trace_table(world, found.moves)

**What is explored.** A state is the words, the local history of each thread, who sleeps, who has
paused. Two schedules that lead to equal states have the same future, so each state is visited once:
all independent steps commute for free. Visits are ordered by preemptions, then by steps, so the
first failure found is the shortest of those with the fewest switches, and a search that stops at its
bound can say what it has covered: ``is_complete``, or all schedules with at most so many
preemptions. It never says more: "complete" is not said when a state limit was met or a state with
a fault of another property was left unexplored.

**What it costs.** Local histories are the expensive part where threads live in a sandbox: they are
asked for many in a round trip, one trip for all states of the same preemptions and steps, so a
schedule costs no trip of its own. Memory is sequentially consistent; weaker models would need
more states, and are not judged.

**Why that can be trusted.** The answer to a history is asked once and then holds for every schedule
that contains it. Whatever answers, what is judged is one fixed program. That it is also the program
that the solution runs elsewhere is for the author to check, by playing a history again in a fresh
process.

``python -m tests.harness.simulators.strategy_figures`` measures speed, and what each strategy finds.
"""

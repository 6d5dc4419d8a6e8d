package io.oncegate.systemtest;

import io.oncegate.run.ChildProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that takes requests and can be held against another.
 *
 * @param name what a table calls it
 * @param uri where it listens
 * @param process with the processes that it started
 * @param machine looks into it, where it is a Java machine
 */
record Contender(String name, URI uri, ChildProcess process, Optional<JavaMachine> machine) {

    /** The processor time that it has used so far, as the operating system counts it. */
    static Duration processorTime(ChildProcess process) {
        return process.family().stream()
                .map(it -> it.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    Duration processorTime() {
        return processorTime(process);
    }

    /** What it has allocated so far, in bytes; 0 where nobody can tell. */
    long allocated() {
        return machine.map(JavaMachine::allocated).orElse(0L);
    }
}

package io.oncegate.systemtest;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a process runs.
 *
 * @param host its address
 * @param entry what goes before a command to run it there
 */
record Site(String host, List<String> entry) {

    /** Where everybody reaches everybody. */
    static final Site LOOPBACK = new Site("127.0.0.1", List.of());

    List<String> command(List<String> command) {
        return Stream.concat(entry.stream(), command.stream()).toList();
    }
}

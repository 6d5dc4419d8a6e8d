package io.oncegate.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What clients sent and saw while things failed, and what failed when. Times are nanoseconds of one clock. */
final class History {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();

    /**
     * One request and what its client saw of it.
     *
     * @param route where it went
     * @param key its key
     * @param content tells it from other requests under its key
     * @param gateway which gateway it went through
     * @param sent when
     * @param ended when its client had its answer, or gave up
     * @param reply the whole answer; empty where none came
     */
    record Exchange(
            Route route, String key, String content, int gateway, long sent, long ended, Optional<Answer> reply) {

        boolean isSuccess() {
            return reply.map(Answer::isSuccess).orElse(false);
        }

        /** Whether its client was told that there is no use in asking again. */
        boolean isFinal() {
            return reply.filter(answer -> !answer.retryable()).isPresent();
        }
    }

    /**
     * An answer as far as it matters.
     *
     * @param status its status
     * @param code of a problem; empty for all others
     * @param retryable whether it says that the same request may be of use
     * @param replayed whether it says that it is a replay
     * @param id what was made; empty where it names nothing
     * @param body all of its body
     */
    record Answer(int status, String code, boolean retryable, boolean replayed, String id, String body) {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        static Answer of(Route route, Http.Reply reply) {
            return new Answer(
                    reply.status(),
                    reply.code().orElse(""),
                    reply.isRetryable(),
                    reply.isReplay(),
                    reply.status() < 300 ? reply.member(route.idMember()) : "",
                    reply.body());
        }
    }

    /**
     * Something that was made to fail.
     *
     * @param fault what
     * @param loss what Redis may have forgotten
     * @param from when it began
     * @param replaced when another had taken a primary's place; empty where none did
     * @param to when it was over
     */
    record Strike(String fault, Loss loss, long from, Optional<Long> replaced, long to) {}

    synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    synchronized void add(Strike strike) {
        strikes.add(strike);
    }

    /** All that was sent, in the order of sending. */
    synchronized List<Exchange> exchanges() {
        return exchanges.stream()
                .sorted(Comparator.comparingLong(Exchange::sent))
                .toList();
    }

    synchronized List<Strike> strikes() {
        return List.copyOf(strikes);
    }

    /**
     * Whether Redis may have forgotten something of a key while its client was asking.
     *
     * @param all what was sent under it
     */
    synchronized boolean isForgotten(List<Exchange> all) {
        return strikes.stream().anyMatch(strike -> strike.loss().concerns(all, strike.from(), strike.to()));
    }

    /** Writes it down, one event a line. */
    void write(Path file) {
        List<String> lines = Stream.concat(exchanges().stream(), strikes().stream())
                .map(JSON::writeValueAsString)
                .toList();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

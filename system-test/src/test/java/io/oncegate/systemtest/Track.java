package io.oncegate.systemtest;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where loads are run: a gateway from its jar in a Java machine as anybody gets it but for its heap's size, a Redis with
 * {@code config/redis.conf}, a service that costs next to nothing, and one that takes its time.
 */
final class Track implements AutoCloseable {

    private static final Duration SLOW = Duration.ofMillis(20);
    /** What a gateway sends for a request of a kilobyte. Scripts themselves hardly ever ask for one of these. */
    private static final Pattern COMMANDS = Pattern.compile("cmdstat_(?:evalsha|eval|fcall|get):calls=(\\d+)");

    private static final Map<String, String> ANSWERS = Map.of(
            "ANSWER_1K", Nginx.answering(PromptService.ANSWER),
            "ANSWER_16K", Nginx.answering(OrderList.json(16 * 1024)),
            "ANSWER_256K", Nginx.answering(OrderList.json(256 * 1024)));

    private final List<AutoCloseable> started = new ArrayList<>();
    private final RedisProcess redis;
    private final Nginx upstream;
    private final RedisCommands<String, String> commands;
    private final MeasuredGateway measured;
    private final Contender gateway;

    /**
     * @param settings of Redis over those of {@code config/redis.conf}
     */
    Track(String... settings) {
        redis = opened(RedisProcess.start(settings));
        RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
        started.add(client::shutdown);
        StatefulRedisConnection<String, String> connection = client.connect();
        commands = connection.sync();
        upstream = opened(Nginx.start("upstream.conf", ANSWERS));
        PromptService slow = opened(new PromptService(SLOW));
        measured = opened(MeasuredGateway.start(redis.port(), upstream.uri(), slow.uri()));
        gateway = measured.contender();
    }

    /** Takes care that something ends with this. */
    <T extends AutoCloseable> T opened(T process) {
        started.add(process);
        return process;
    }

    Contender gateway() {
        return gateway;
    }

    Nginx upstream() {
        return upstream;
    }

    RedisProcess redis() {
        return redis;
    }

    RedisCommands<String, String> commands() {
        return commands;
    }

    /** What is left in the gateway's heap after a collection, in bytes. */
    long heap() {
        return measured.machine().heapAfterCollection();
    }

    /** Runs a load for some seconds, with a Redis in which nothing else is. */
    Slice run(Load load, int seconds) {
        return run(load, prepare(load), seconds);
    }

    /**
     * Runs a load for some seconds, with whatever is in Redis.
     *
     * @param start what its keys begin with
     */
    Slice run(Load load, String start, int seconds) {
        Counters before = counters(load.contender());
        Wrk.Result result = Wrk.run(load, start, seconds);
        return new Slice(load, result, counters(load.contender()).since(before));
    }

    /** Runs a load at a rate that does not depend on the answers. */
    SteadyRate.Result runSteadily(Load load, int perSecond, int seconds) {
        return SteadyRate.run(load, prepare(load), perSecond, seconds);
    }

    /** Empties Redis and has the load's keys answered that are to be; what they begin with. */
    private String prepare(Load load) {
        empty();
        return answered(load);
    }

    /** Has the load's keys answered that are to be; what they begin with. */
    String answered(Load load) {
        String start = Load.newStart();
        if (load.course().isAnswered()) {
            Line.answer(load.status() == 201 ? load : load.correct(), start);
        }
        return start;
    }

    /** Also lets its file begin anew, so that no rewriting of that falls into a measurement. */
    void empty() {
        commands.flushall();
        Eventually.happens("nothing was rewritten", () -> !isRewriting());
        commands.bgrewriteaof();
        Eventually.happens("the append-only file was rewritten", () -> !isRewriting());
    }

    private boolean isRewriting() {
        String persistence = commands.info("persistence");
        return persistence.contains("aof_rewrite_in_progress:1") || persistence.contains("aof_rewrite_scheduled:1");
    }

    private Counters counters(Contender contender) {
        return new Counters(
                contender.processorTime(),
                Contender.processorTime(redis.process()),
                Contender.processorTime(upstream.process()),
                contender.allocated(),
                sum(COMMANDS, commands.info("commandstats")),
                sum(Pattern.compile("\\bused_memory:(\\d+)"), commands.info("memory")),
                upstream.requests());
    }

    private static long sum(Pattern number, String text) {
        Matcher matcher = number.matcher(text);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Override
    public void close() {
        Collections.reverse(started);
        for (AutoCloseable each : started) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("could not be ended: " + e);
            }
        }
        started.clear();
    }
}

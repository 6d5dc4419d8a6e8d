package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What it costs a gateway to compress bodies, and what it saves: on JSON like that of a list of orders. */
final class CompressionCosts {

    private static final int RUNS = 5;
    private static final String[] STATES = {"PLACED", "PAID", "SHIPPED", "DELIVERED", "CANCELLED"};

    private final int calls;

    /** @param calls how many a run has for bodies of 1 KB; longer ones are fewer */
    CompressionCosts(int calls) {
        this.calls = calls;
    }

    /**
     * What it comes to for a body.
     *
     * @param body how long it is
     * @param compressed how long it is then
     * @param writing microseconds of the gateway's processor
     * @param reading the same for a replay
     */
    record Cost(int body, int compressed, double writing, double reading) {}

    Cost of(int kilobytes) {
        byte[] body = json(kilobytes * 1024);
        Answer.Kept answer = new Answer.Kept(200, List.of(new Header("Content-Type", "application/json")), body);
        BodyCompression compression = BodyCompression.above(0);
        byte[] compressed = compression.compressed(answer).orElseThrow();
        int times = Math.max(1, calls / kilobytes);
        return new Cost(
                body.length,
                compressed.length,
                micros(times, () -> compression.compressed(answer).orElseThrow()),
                micros(times, () -> Lz4Body.unpacked(ByteBuffer.wrap(compressed))));
    }

    private interface Call {
        byte[] made();
    }

    /** For one: the least of several runs, of this thread's processor time. */
    private static double micros(int times, Call call) {
        double least = Double.MAX_VALUE;
        int sum = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                sum += call.made().length;
            }
            long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            least = Math.min(least, took / 1e3 / times);
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was made");
        }
        return least;
    }

    /** Nothing in it comes again but names, states and what numbers have in common. */
    static byte[] json(int length) {
        Random random = new Random(length);
        StringBuilder json = new StringBuilder("{\"orders\":[");
        while (json.length() < length) {
            json.append("{\"orderId\":\"%s\",\"prodCode\":\"SKU-%d\",\"amount\":\"%d.%02d\",\"status\":\"%s\","
                    .formatted(
                            uuid(random),
                            random.nextInt(10_000),
                            random.nextInt(500),
                            random.nextInt(100),
                            STATES[random.nextInt(STATES.length)]));
            json.append("\"createdAt\":\"2026-11-%02dT%02d:%02d:%02d.%03dZ\",\"duplicated\":false},"
                    .formatted(
                            1 + random.nextInt(28),
                            random.nextInt(24),
                            random.nextInt(60),
                            random.nextInt(60),
                            random.nextInt(1000)));
        }
        return json.substring(0, length).getBytes(UTF_8);
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** For all sizes that the page has. */
    List<Cost> all() {
        List<Cost> costs = new ArrayList<>();
        for (int kilobytes : new int[] {1, 16, 256}) {
            costs.add(of(kilobytes));
        }
        return costs;
    }
}

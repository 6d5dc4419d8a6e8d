package io.oncegate.redis;

import io.oncegate.core.Attempt;
import io.oncegate.core.Attempt.How;
import io.oncegate.core.Entry;
import io.oncegate.core.History;
import io.oncegate.core.Instance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The bytes of an entry's history, and of how an attempt without an answer ended. */
final class HistoryCodec {

    /** One earlier attempt. */
    static final int ATTEMPT = 17;

    /** How an attempt without an answer ended: the letter, and the upstream's status. */
    static final int ENDING = 3;

    /** In place of how long it took: no gateway ended it. */
    private static final int NOBODY = -1;

    private static final Map<How, Byte> LETTERS = Map.of(
            How.UNKNOWN, (byte) 'U',
            How.NOT_EXECUTED, (byte) 'N',
            How.STILL_RELEASED, (byte) 'R',
            How.LAPSED, (byte) 'L',
            How.RELEASED_BY_HAND, (byte) 'H');

    /**
     * How an attempt ended.
     *
     * @param how in one word
     * @param upstreamStatus the status of the upstream's answer, where there was one
     */
    record Ended(How how, OptionalInt upstreamStatus) {}

    private HistoryCodec() {}

    static int length(History history) {
        return history.earlier().size() * ATTEMPT;
    }

    /** The fields of the head, and what follows it. */
    static void put(ByteBuffer record, History history) {
        record.putInt(history.instance().number());
        putTook(record, history.took());
        record.put((byte) history.earlier().size());
        for (Attempt attempt : history.earlier()) {
            RecordCodec.putTime(record, attempt.started());
            putTook(record, attempt.took());
            putEnded(record, attempt.how(), attempt.upstreamStatus());
            record.putInt(attempt.instance().number());
        }
    }

    static History history(ByteBuffer record) {
        Instance instance = new Instance(record.getInt());
        Optional<Duration> took = took(record);
        int count = record.get() & 0xff;
        if (count > History.MOST_EARLIER) {
            throw new UnreadableRecordException("the record's history is too long", null);
        }
        List<Attempt> earlier = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant started = RecordCodec.time(record);
            Optional<Duration> lasted = took(record);
            Ended ended = ended(record);
            earlier.add(
                    new Attempt(started, lasted, ended.how(), ended.upstreamStatus(), new Instance(record.getInt())));
        }
        return new History(instance, took, earlier);
    }

    /** The tail of an entry without an answer. */
    static byte[] ending(Entry entry) {
        ByteBuffer tail = ByteBuffer.allocate(ENDING);
        putEnded(tail, entry.how(), entry.upstreamStatus());
        return tail.array();
    }

    static Ended ended(ByteBuffer record) {
        byte letter = record.get();
        int status = record.getShort() & 0xffff;
        How how = LETTERS.entrySet().stream()
                .filter(it -> it.getValue() == letter)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new UnreadableRecordException("how an attempt ended is unknown", null));
        return new Ended(how, status == 0 ? OptionalInt.empty() : OptionalInt.of(status));
    }

    private static void putEnded(ByteBuffer record, How how, OptionalInt upstreamStatus) {
        Byte letter = LETTERS.get(how);
        if (letter == null) {
            throw new IllegalArgumentException("no attempt is over that is " + how);
        }
        record.put(letter).putShort((short) upstreamStatus.orElse(0));
    }

    private static void putTook(ByteBuffer record, Optional<Duration> took) {
        record.putInt(took.map(it -> (int) it.toMillis()).orElse(NOBODY));
    }

    private static Optional<Duration> took(ByteBuffer record) {
        int millis = record.getInt();
        return millis == NOBODY ? Optional.empty() : Optional.of(Duration.ofMillis(Integer.toUnsignedLong(millis)));
    }
}

package io.oncegate.redis;

import io.oncegate.core.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bytes of an answer, and of the fact that there was one: the tails of records. */
final class AnswerCodec {

    private static final int MAX_SHORT = 0xffff;

    private AnswerCodec() {}

    /** Writes a fact. */
    static byte[] fact(int status, Optional<String> location) {
        byte[] text = utf8(location.orElse(""));
        return putFact(ByteBuffer.allocate(4 + text.length), status, text).array();
    }

    /** Reads a fact. */
    static Answer.NotKept fact(ByteBuffer record) {
        int status = checkedStatus(record);
        String location = text(record, record.getShort() & MAX_SHORT);
        return new Answer.NotKept(status, Optional.of(location).filter(it -> !it.isEmpty()));
    }

    /** Reads the status and nothing that follows it. */
    static Answer.Kept status(ByteBuffer record) {
        return new Answer.Kept(checkedStatus(record), List.of(), new byte[0]);
    }

    /** Writes an answer. */
    static byte[] kept(Answer.Kept answer) {
        byte[] location = utf8(answer.location().orElse(""));
        List<byte[]> texts = new ArrayList<>();
        int size = 2 + 2 + location.length + 1 + answer.body().length;
        for (Answer.Header header : answer.headers()) {
            if (isLocation(header)) {
                continue;
            }
            byte[] name = utf8(header.name());
            byte[] value = utf8(header.value());
            texts.add(name);
            texts.add(value);
            size += 1 + name.length + 2 + value.length;
        }
        ByteBuffer tail =
                putFact(ByteBuffer.allocate(size), answer.status(), location).put((byte) (texts.size() / 2));
        for (int i = 0; i < texts.size(); i += 2) {
            tail.put((byte) texts.get(i).length).put(texts.get(i));
            tail.putShort((short) texts.get(i + 1).length).put(texts.get(i + 1));
        }
        return tail.put(answer.body()).array();
    }

    /** Reads an answer, to the end of the record. */
    static Answer.Kept answer(ByteBuffer record) {
        int status = checkedStatus(record);
        List<Answer.Header> headers = new ArrayList<>();
        String location = text(record, record.getShort() & MAX_SHORT);
        if (!location.isEmpty()) {
            headers.add(new Answer.Header("Location", location));
        }
        int count = record.get() & 0xff;
        for (int i = 0; i < count; i++) {
            String name = text(record, record.get() & 0xff);
            headers.add(new Answer.Header(name, text(record, record.getShort() & MAX_SHORT)));
        }
        byte[] body = new byte[record.remaining()];
        record.get(body);
        return new Answer.Kept(status, headers, body);
    }

    /** Three digits, as an answer's has and no other can be written to a client. */
    private static int checkedStatus(ByteBuffer record) {
        int status = record.getShort() & MAX_SHORT;
        if (status < 100 || status > 999) {
            throw new UnreadableRecordException("the record's status is none", null);
        }
        return status;
    }

    /** As much of an answer as the layout's length fields hold: one whose headers do not fit is a fact only. */
    static Answer fitting(Answer answer) {
        return answer.fold(
                kept -> fits(kept) ? kept : notKept(kept.status(), kept.location()),
                notKept -> notKept(notKept.status(), notKept.location()));
    }

    private static Answer notKept(int status, Optional<String> location) {
        return new Answer.NotKept(status, location.filter(it -> utf8(it).length <= MAX_SHORT));
    }

    private static boolean fits(Answer.Kept answer) {
        return answer.headers().size() <= 0xff
                && answer.headers().stream()
                        .allMatch(header ->
                                utf8(header.name()).length <= 0xff && utf8(header.value()).length <= MAX_SHORT);
    }

    private static boolean isLocation(Answer.Header header) {
        return header.name().equalsIgnoreCase("Location");
    }

    private static ByteBuffer putFact(ByteBuffer tail, int status, byte[] location) {
        return tail.putShort((short) status).putShort((short) location.length).put(location);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer record, int length) {
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

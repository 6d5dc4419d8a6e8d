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
        return ByteBuffer.allocate(4 + text.length)
                .putShort((short) status)
                .putShort((short) text.length)
                .put(text)
                .array();
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

    /** Writes what follows the fact in an answer: the other headers, and the body. */
    static byte[] content(Answer.Kept answer) {
        List<byte[]> texts = new ArrayList<>();
        int size = 1 + answer.body().length;
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
        ByteBuffer content = ByteBuffer.allocate(size).put((byte) (texts.size() / 2));
        for (int i = 0; i < texts.size(); i += 2) {
            content.put((byte) texts.get(i).length).put(texts.get(i));
            content.putShort((short) texts.get(i + 1).length).put(texts.get(i + 1));
        }
        return content.put(answer.body()).array();
    }

    /** Writes an answer. */
    static byte[] kept(Answer.Kept answer) {
        return joined(fact(answer.status(), answer.location()), content(answer));
    }

    static byte[] joined(byte[] fact, byte[] content) {
        return ByteBuffer.allocate(fact.length + content.length)
                .put(fact)
                .put(content)
                .array();
    }

    /** Reads an answer, to the end of the record. */
    static Answer.Kept answer(ByteBuffer record) {
        return answer(fact(record), record);
    }

    /** Reads an answer whose content is sealed, to the end of the record. */
    static Answer.Kept sealed(ByteBuffer record, Opening opening) {
        ByteBuffer read = record.duplicate();
        Answer.NotKept fact = fact(record);
        byte[] readable = new byte[record.position() - read.position()];
        read.get(readable);
        byte[] sealed = rest(record);
        if (sealed.length == 0) {
            throw new UnreadableRecordException("what is sealed is missing", null);
        }
        byte[] content = opening.open(readable, sealed)
                .orElseThrow(() -> new UnreadableRecordException("the answer does not open", null));
        return answer(fact, ByteBuffer.wrap(content));
    }

    /** Opens what is sealed behind a fact. */
    interface Opening {
        /** The content; empty where it does not open. */
        Optional<byte[]> open(byte[] fact, byte[] sealed);
    }

    private static Answer.Kept answer(Answer.NotKept fact, ByteBuffer content) {
        List<Answer.Header> headers = new ArrayList<>();
        fact.location().ifPresent(it -> headers.add(new Answer.Header("Location", it)));
        int count = content.get() & 0xff;
        for (int i = 0; i < count; i++) {
            String name = text(content, content.get() & 0xff);
            headers.add(new Answer.Header(name, text(content, content.getShort() & MAX_SHORT)));
        }
        return new Answer.Kept(fact.status(), headers, rest(content));
    }

    private static byte[] rest(ByteBuffer record) {
        byte[] rest = new byte[record.remaining()];
        record.get(rest);
        return rest;
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer record, int length) {
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

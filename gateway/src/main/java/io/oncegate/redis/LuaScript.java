package io.oncegate.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One transition as a script.
 *
 * @param body its source
 * @param sha1 the name that Redis knows it by once it has seen it
 */
@SuppressWarnings("ArrayRecordComponent") // constants; never compared
record LuaScript(byte[] body, String sha1) {

    static final LuaScript CLAIM = load("claim.lua", "record.lua", "claim-seldom.lua");
    static final LuaScript RENEW = load("renew.lua");
    static final LuaScript SETTLE = load("settle.lua", "record.lua", "settle-seldom.lua");
    static final LuaScript SETTLE_STAGED = load("settle-staged.lua");
    static final LuaScript RELEASE = load("release.lua");
    static final LuaScript USAGE = load("record.lua", "usage.lua");
    static final LuaScript FIND = load("record.lua", "sight.lua", "find.lua");
    static final LuaScript CHANGE = load("record.lua", "sight.lua", "change.lua");

    /** One script from files that follow each other. */
    private static LuaScript load(String... files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String file : files) {
            body.writeBytes(source(file));
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(body.toByteArray());
            return new LuaScript(body.toByteArray(), HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static byte[] source(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

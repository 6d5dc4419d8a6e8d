package io.oncegate.redis;

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
@SuppressWarnings("ArrayRecordComponent") // four constants; never compared
record LuaScript(byte[] body, String sha1) {

    static final LuaScript CLAIM = load("claim.lua");
    static final LuaScript RENEW = load("renew.lua");
    static final LuaScript SETTLE = load("settle.lua");
    static final LuaScript RELEASE = load("release.lua");

    private static LuaScript load(String file) {
        try (InputStream in = LuaScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            byte[] body = in.readAllBytes();
            return new LuaScript(
                    body,
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}

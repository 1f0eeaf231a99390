package dev.pontoon.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Mutual TLS: a client is let in only with a certificate that the given authorities signed. */
final class Tls {
  private static final char[] NO_PASSWORD = {};
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private Tls() {}

  /**
   * The TLS of a listener.
   *
   * @throws IllegalArgumentException if a file does not hold what it should, naming it
   */
  static SslContextFactory.Server of(TcpListener listener) {
    List<Certificate> chain = certificates(listener.certificate());
    PrivateKey key = key(listener.key(), chain.getFirst().getPublicKey().getAlgorithm());
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStore(
        store(s -> s.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(new Certificate[0]))));
    factory.setKeyStorePassword("");
    factory.setKeyManagerPassword("");
    List<Certificate> authorities = certificates(listener.authorities());
    factory.setTrustStore(
        store(s -> {
          for (int i = 0; i < authorities.size(); i++) {
            s.setCertificateEntry("authority" + i, authorities.get(i));
          }
        }));
    factory.setNeedClientAuth(true);
    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    factory.setSniRequired(false); // clients name hosts by address
    return factory;
  }

  private interface Entries {
    void into(KeyStore store) throws GeneralSecurityException;
  }

  private static KeyStore store(Entries entries) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      entries.into(store);
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS: " + e.getMessage(), e);
    }
  }

  private static List<Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (found.isEmpty()) {
        throw new IllegalArgumentException(file + " holds no certificate");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " holds no certificate: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) {
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new IllegalArgumentException(
            file + " holds no PKCS #8 key (openssl pkcs8 -topk8 -nodes makes one of another)");
      }
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the key in " + file + " is not that of the certificate: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IllegalArgumentException unreadable(Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
    return new IllegalArgumentException("cannot read " + file + ": " + why, e);
  }
}

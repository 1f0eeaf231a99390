import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar, its old class files rewritten: class files before version 50 have no stack maps and go through the old
 * verifier, which keeps them out of an AOT cache. Run from its source: {@code java UpgradeClasses.java IN.jar OUT.jar}.
 */
final class UpgradeClasses {
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private UpgradeClasses() {}

  public static void main(String[] arguments) throws IOException {
    Path in = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    Path unfinished = out.resolveSibling(out.getFileName() + ".new");
    try (URLClassLoader classes = new URLClassLoader(new URL[] {in.toUri().toURL()});
        ZipInputStream from = new ZipInputStream(Files.newInputStream(in));
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(unfinished))) {
      ClassFile rewriter = rewriter(classes);
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] bytes = from.readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        to.putNextEntry(copy);
        to.write(isOldClass(entry.getName(), bytes) ? upgrade(rewriter, bytes) : bytes);
        to.closeEntry();
      }
    }
    Files.move(unfinished, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static ClassFile rewriter(ClassLoader classes) {
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(classes).orElse(ClassHierarchyResolver.defaultResolver());
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ConstantPoolSharingOption.NEW_POOL,
        ClassFile.ClassHierarchyResolverOption.of(hierarchy));
  }

  private static boolean isOldClass(String name, byte[] bytes) {
    return name.endsWith(".class") && !name.contains("module-info") && (bytes[7] & 0xff) < FIRST_WITH_STACK_MAPS;
  }

  private static byte[] upgrade(ClassFile rewriter, byte[] bytes) {
    ClassTransform version =
        (to, element) -> {
          if (element instanceof ClassFileVersion) {
            to.withVersion(ClassFile.latestMajorVersion(), 0);
          } else {
            to.with(element);
          }
        };
    ClassModel old = rewriter.parse(bytes);
    // Each method's code is copied too, for its stack maps to be made anew
    return rewriter.transformClass(old, version.andThen(ClassTransform.transformingMethodBodies((to, code) -> to.with(code))));
  }
}

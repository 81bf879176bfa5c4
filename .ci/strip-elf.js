// What `strip` does, for the one kind of file that is needed here: an ELF program of 64 bits, little-endian, for whatever
// processor. Like this a build needs no binutils, not even those of another architecture, and its bytes do not depend on
// their version.

const header = { programs: 32, sections: 40, programSize: 54, programCount: 56, sectionSize: 58, sectionCount: 60 }
const isAllocated = 2n

/**
 * Leaves out what is not loaded when the program runs: symbols and what debuggers want.
 *
 * @param {Buffer} program
 * @returns {Buffer} the program up to the end of what is loaded, with a table of the sections in it
 */
export function stripElf(program) {
  if (program.toString('latin1', 0, 4) !== '\u007fELF' || program[4] !== 2 || program[5] !== 1) {
    throw new Error('This is not an ELF file of 64 bits, little-endian.')
  }
  const offset = (at) => Number(program.readBigUInt64LE(at))
  const sectionSize = program.readUInt16LE(header.sectionSize)
  const sections = Array.from({ length: program.readUInt16LE(header.sectionCount) }, (_, index) =>
    program.subarray(
      offset(header.sections) + index * sectionSize,
      offset(header.sections) + (index + 1) * sectionSize,
    ),
  )
  const names = sections[program.readUInt16LE(header.sectionCount + 2)]
  const nameOf = (section) => {
    const start = Number(names.readBigUInt64LE(24)) + section.readUInt32LE(0)
    return program.toString('latin1', start, program.indexOf(0, start))
  }
  // Sections name each other by number, so only a tail of them can go.
  const kept = sections.findIndex((section, index) => index > 0 && (section.readBigUInt64LE(8) & isAllocated) === 0n)
  if (sections.slice(kept).some((section) => (section.readBigUInt64LE(8) & isAllocated) !== 0n)) {
    throw new Error('A section that is loaded stands behind one that is not.')
  }
  const body = program.subarray(0, align(endOfLoaded(program, offset)))
  const text = `${sections.slice(0, kept).map(nameOf).join('\0')}\0.shstrtab\0`
  let at = 0
  const table = sections.slice(0, kept).map((section) => {
    const own = Buffer.from(section)
    own.writeUInt32LE(at, 0)
    at += nameOf(section).length + 1
    return own
  })
  const last = Buffer.alloc(sectionSize)
  last.writeUInt32LE(at, 0)
  last.writeUInt32LE(3, 4) // SHT_STRTAB
  last.writeBigUInt64LE(BigInt(body.length), 24)
  last.writeBigUInt64LE(BigInt(text.length), 32)
  last.writeBigUInt64LE(1n, 48)
  const nameTable = Buffer.alloc(align(text.length))
  nameTable.write(text, 'latin1')
  const stripped = Buffer.concat([body, nameTable, ...table, last])
  stripped.writeBigUInt64LE(BigInt(body.length + nameTable.length), header.sections)
  stripped.writeUInt16LE(kept + 1, header.sectionCount)
  stripped.writeUInt16LE(kept, header.sectionCount + 2)
  return stripped
}

function endOfLoaded(program, offset) {
  const [count, size] = [program.readUInt16LE(header.programCount), program.readUInt16LE(header.programSize)]
  const ends = Array.from({ length: count }, (_, index) => {
    const at = offset(header.programs) + index * size
    return offset(at + 8) + offset(at + 32)
  })
  return Math.max(...ends)
}

const align = (length) => Math.ceil(length / 8) * 8

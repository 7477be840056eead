// Reads resources from standard input, one a line, and writes a line for each that the structure definitions of R4 refuse.
const fs = require("node:fs");
const path = require("node:path");

const [core, definitions] = process.argv.slice(2);
const medplum = require(path.join(core, "dist/cjs/index.cjs"));
for (const file of ["profiles-types.json", "profiles-resources.json"]) {
  medplum.indexStructureDefinitionBundle(JSON.parse(fs.readFileSync(path.join(definitions, "dist/fhir/r4", file))));
}
let read = 0;
for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const resource = JSON.parse(line);
  read += 1;
  try {
    for (const issue of medplum.validateResource(resource)) {
      console.log(`${resource.resourceType}/${resource.id}: ${JSON.stringify(issue)}`);
    }
  } catch (error) {
    console.log(`${resource.resourceType}/${resource.id}: ${error.message}`);
  }
}
console.log(`read ${read}`);

# What the modules for Windows do not tell: clock, last boot, environment, programs that run, free space, products.
[CmdletBinding(SupportsShouldProcess)]
param (
    [string[]] $Paths = @(),
    [string] $VersionFile = ''
)

$epoch = [DateTime]::new(1970, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
$system = Get-CimInstance -ClassName Win32_OperatingSystem
$fileSystem = New-Object -ComObject Scripting.FileSystemObject

$volumes = foreach ($path in $Paths) {
    $volume = $fileSystem.GetDriveName($path)
    $free = $null
    if ($fileSystem.DriveExists($volume)) {
        # A drive may have no disk in it, which is an error.
        try { $free = [long] $fileSystem.GetDrive($volume).AvailableSpace } catch { $free = $null }
    }
    @{ path = $path; volume = $volume; free = $free }
}

# Where a program lies is told to those only who may know it; its name is told to all.
$processes = Get-CimInstance -ClassName Win32_Process | ForEach-Object {
    @{ name = $_.Name; path = [string] $_.ExecutablePath }
}

# A 64-bit PowerShell sees the products of both kinds. Value by value: Get-ItemProperty fails for a malformed one, also
# if it is another product's.
$keys = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall',
    'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall'
$products = Get-ChildItem -Path $keys -ErrorAction SilentlyContinue |
    Where-Object { $_.GetValue('DisplayName') -like '*HikCentral*' -and $_.GetValue('DisplayVersion') } |
    ForEach-Object { @{ name = $_.GetValue('DisplayName'); version = [string] $_.GetValue('DisplayVersion') } }

$fileVersion = $null
if ($VersionFile -and (Test-Path -LiteralPath $VersionFile)) {
    $fileVersion = [Diagnostics.FileVersionInfo]::GetVersionInfo($VersionFile).ProductVersion
}

$environment = @{}
foreach ($name in 'ProgramFiles', 'ProgramFiles(x86)', 'ProgramData', 'SystemDrive', 'SystemRoot') {
    $environment[$name] = [Environment]::GetEnvironmentVariable($name)
}

$Ansible.Changed = $false
$Ansible.Result = @{
    time = ([DateTime]::UtcNow - $epoch).TotalSeconds
    boot_time = ($system.LastBootUpTime.ToUniversalTime() - $epoch).TotalSeconds
    environment = $environment
    processes = @($processes)
    volumes = @($volumes)
    products = @($products)
    file_version = $fileVersion
}
